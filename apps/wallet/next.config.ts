// How Next builds and serves the wallet.
import type { NextConfig } from 'next'

// No page may be framed: a sign-in or payment under somebody else's button is clickjacking.
// Strict transport is ignored by browsers over plain HTTP, so development is not bound by it.
const securityHeaders = [
  { key: 'Content-Security-Policy', value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'" },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
]

// A website that opened a popup has to be able to hear from it: what may be shown there is reachable by its opener. All else is not.
const isolated = [{ key: 'Cross-Origin-Opener-Policy', value: 'same-origin-allow-popups' }]
const besidesPopups = '/((?!connect|oauth|sign-in|top-up|checkout|receipt|api/).*)'

const config: NextConfig = {
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  // `turbo run typecheck` has looked at them, with the same settings.
  typescript: { ignoreBuildErrors: true },
  // Every page arrives with its title; else it would follow a moment later, after a screen reader has begun.
  htmlLimitedBots: /.*/,
  transpilePackages: [
    '@farebox/auth',
    '@farebox/billing',
    '@farebox/db',
    '@farebox/errors',
    '@farebox/ledger',
    '@farebox/money',
    '@farebox/pricing',
    '@farebox/ui',
    '@farebox/web',
  ],
  serverExternalPackages: ['pg', 'pg-boss', 'nodemailer', 'oidc-provider'],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: besidesPopups, headers: isolated },
  ],
}

export default config
