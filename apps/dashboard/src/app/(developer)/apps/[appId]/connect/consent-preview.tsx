'use client'
// What users will be asked, in the words of the page that asks them. Its form is the wallet's; here nothing can be pressed.
import { formatBalance } from '@farebox/money'
import { Section } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'

export function ConsentPreview({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const { data: preview } = useSuspenseQuery(api.connect.preview.queryOptions({ appId, mode }))
  const { data: client } = useSuspenseQuery(api.connect.client.queryOptions({ appId, mode }))
  const [address] = client.redirectUris
  const { title, checked, price, reach, howToStop, limit, callLimit, services } = preview
  return (
    <Section title="What your users see" description="At today’s prices and your markup." className="lg:sticky lg:top-20">
      <figure className="space-y-3 rounded-card border border-line-strong/60 bg-raised p-5 text-ink-soft text-sm shadow-card">
        <p className="font-semibold text-ink text-lg leading-snug tracking-[-0.01em]">{title}</p>
        <p>
          From <strong className="break-all font-medium text-ink">{address ? new URL(address).host : 'localhost'}</strong>. {checked}
        </p>
        <dl className="rounded-control border border-line p-3">
          <div className="flex justify-between gap-3">
            <dt>At most</dt>
            <dd className="font-medium text-ink">{formatBalance(limit)} a month</dd>
          </div>
          <div className="flex justify-between gap-3 pt-1">
            <dt>For one call</dt>
            <dd className="font-medium text-ink">{formatBalance(callLimit)}</dd>
          </div>
        </dl>
        <p>{price}</p>
        {services.map((service) => (
          <p key={service.name}>
            <span className="font-medium text-ink">{service.name}</span>: {service.price}
          </p>
        ))}
        <p>{reach}</p>
        <div aria-hidden className="grid grid-cols-2 gap-2 text-center font-medium">
          <span className="rounded-control border border-line-strong/60 py-2 text-ink">Don’t allow</span>
          <span className="rounded-control bg-accent py-2 text-on-accent">Allow</span>
        </div>
        <figcaption className="text-ink-faint text-xs">{howToStop} Each user chooses both limits; these are preselected.</figcaption>
      </figure>
    </Section>
  )
}
