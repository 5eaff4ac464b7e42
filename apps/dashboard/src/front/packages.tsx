// What users buy and what of it is a fee. The developer's side costs nothing.
import { Money, Section } from '@farebox/ui'

export type PackageOnSale = { name: string; price: bigint; credit: bigint; fee: bigint }

export function Packages({ packages }: { packages: readonly PackageOnSale[] }) {
  return (
    <Section
      title="What it costs"
      description="Users buy balance and see the fee before they pay. Developers pay nothing: no platform fee on markups, no fee on payouts."
    >
      <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {packages.map(({ name, price, credit, fee }) => (
          <li key={name} className="ticket-shadow">
            <div className="rounded-card border border-line bg-surface p-4 sm:p-5">
              <h3 className="text-ink-soft text-sm capitalize">{name}</h3>
              <p className="mt-1 font-semibold text-2xl text-ink">
                <Money amount={price} as="balance" />
              </p>
              <dl className="mt-3 space-y-1 text-sm">
                <div className="flex justify-between gap-2">
                  <dt className="text-ink-faint">To spend</dt>
                  <dd className="text-ink">
                    <Money amount={credit} as="balance" />
                  </dd>
                </div>
                <div className="flex justify-between gap-2">
                  <dt className="text-ink-faint">Fee</dt>
                  <dd className="text-ink">
                    <Money amount={fee} as="balance" />
                  </dd>
                </div>
              </dl>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
