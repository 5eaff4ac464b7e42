// One connected app: its limit, what it adds to the price, and how to stop it.
import { Card, KeyValueList, LinkButton, PageHeader, ProgressBar, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { clock } from '../../../../server/clock'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'
import { dayInWords } from '../../../../words/day-in-words'
import { hostOf } from '../../../../words/host-of'
import { percent } from '../../../../words/percent'
import { limitLabel, periodShare } from '../limit-words'
import { ConnectionActions } from './connection-actions'
import { LimitForm } from './limit-form'

export const metadata: Metadata = { title: 'App' }

export default async function AppPage({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params
  const app = await found((await caller()).connections.find({ appId }))
  return (
    <>
      <PageHeader
        title={app.appName}
        description={hostOf(app.origin)}
        breadcrumb={[{ label: 'Apps', href: '/apps' }]}
        status={<StatusBadge status={app.status} />}
        action={<LinkButton href={`/charges?app=${app.appId}` as Route}>Its charges</LinkButton>}
      />
      {app.limit === null ? null : (
        <Card>
          <ProgressBar label={limitLabel(app)} spent={app.spent} limit={app.limit} periodShare={periodShare(app, await clock().now())} />
        </Card>
      )}
      {app.status === 'revoked' ? null : (
        <Section title="Limit" description="Counts your own money, the app’s markup included. Gifts do not count.">
          <Card>
            <LimitForm app={app} />
          </Card>
        </Section>
      )}
      <Section title="What it may do">
        <Card>
          <KeyValueList
            items={[
              {
                label: 'Price',
                value: app.markupBps > 0 ? `Model price + ${percent(app.markupBps)} to ${app.appName}` : 'Model price, nothing added',
              },
              { label: 'Limit starts again', value: dayInWords(app.resetsAt) },
              { label: 'Connected', value: <TimeStamp at={app.connectedAt} /> },
              { label: 'Last used', value: app.lastUsedAt ? <TimeStamp at={app.lastUsedAt} /> : 'Never' },
              { label: 'It cannot see', value: 'Your card, your balance, or other apps' },
            ]}
          />
        </Card>
      </Section>
      <ConnectionActions appId={app.appId} appName={app.appName} status={app.status} />
    </>
  )
}
