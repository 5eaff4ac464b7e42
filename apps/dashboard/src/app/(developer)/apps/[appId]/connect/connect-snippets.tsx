'use client'
// Sign-in, ready to paste, with this app's own key and addresses in it.
import { CodeBlock, Section } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { connectSnippets } from './snippets'

export function ConnectSnippets({ appId, mode, issuer, gatewayUrl }: { appId: string; mode: Mode; issuer: string; gatewayUrl: string }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.connect.client.queryOptions({ appId, mode }))
  const { clientId, redirectUris } = data
  const redirectUri = redirectUris[0] ?? (mode === 'sandbox' ? 'http://localhost:3000/callback' : 'https://your.app/callback')
  return (
    <Section
      title="Add it to your app"
      description="One script signs users in, asks when a limit is reached, and calls. Underneath is the authorization code flow with PKCE, which any OAuth 2.1 or OpenID Connect library speaks."
    >
      <CodeBlock label="Sign-in" samples={connectSnippets({ clientId, redirectUri, issuer, gatewayUrl })} />
    </Section>
  )
}
