// How Next builds and serves the wallet.
import { webConfig } from '@farebox/web/next-config'

// A website that opened a popup has to be able to hear from it: what may be shown there is reachable by its opener. All else is not.
const isolated = [{ key: 'Cross-Origin-Opener-Policy', value: 'same-origin-allow-popups' }]
const besidesPopups = '/((?!connect|oauth|sign-in|top-up|checkout|receipt|api/).*)'

export default webConfig({
  headers: [{ source: besidesPopups, headers: isolated }],
  externalPackages: ['oidc-provider'],
})
