// The last few charges, on the first page.
import { LinkButton, Section } from '@farebox/ui'
import type { WalletCharge } from '../../trpc/answers'
import { ChargesTable } from './charges/charges-table'

export function RecentCharges({ charges }: { charges: WalletCharge[] }) {
  return (
    <Section
      title="Recent charges"
      action={
        charges.length > 0 ? (
          <LinkButton href="/charges" variant="quiet" size="small" className="-me-3">
            All charges
          </LinkButton>
        ) : null
      }
    >
      <ChargesTable caption="Recent charges" charges={charges} />
    </Section>
  )
}
