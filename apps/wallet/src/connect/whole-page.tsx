// Goes on with the whole page, where the browser itself has to ask: with all its cookies, once, and following a redirect to another
// website. Next's own navigation, and its looking ahead, would ask in between and use the answer up.
import { PlainShell } from '@farebox/ui'

export function WholePage({ address, title, says }: { address: string; title: string; says: string }) {
  return (
    <PlainShell product="Wallet">
      <meta httpEquiv="refresh" content={`0; url=${address}`} />
      <h1 className="font-semibold text-2xl text-ink">{title}</h1>
      <p className="pt-2 text-ink-soft">
        {says} If nothing happens,{' '}
        <a href={address} className="font-medium text-ink underline underline-offset-4">
          continue
        </a>
        .
      </p>
    </PlainShell>
  )
}
