// One connected app: how much of its limit is spent and on what, its limit, what it adds to the price, what it may do, and how to stop it.
import { Banner, Card, LinkButton, PageHeader, ProgressBar, Section, StatusBadge } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { clock } from '../../../../server/clock'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'
import { dayInWords } from '../../../../words/day-in-words'
import { hostOf } from '../../../../words/host-of'
import { limitLabel, periodShare } from '../limit-words'
import { AppCalls } from './app-calls'
import { ConnectionActions } from './connection-actions'
import { LimitForm } from './limit-form'
import { MarkupHistory } from './markup-history'
import { Permissions } from './permissions'
import { SpentByDay } from './spent-by-day'

export const metadata: Metadata = { title: 'App' }

const CALLS = 5

export default async function AppPage({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params
  const { connections, wallet } = await caller()
  const app = await found(connections.find({ appId }))
  const [history, calls, now] = await Promise.all([connections.history({ appId }), wallet.charges({ appId, limit: CALLS }), clock().now()])
  return (
    <>
      <PageHeader
        title={app.appName}
        description={hostOf(app.origin)}
        breadcrumb={[{ label: 'Apps', href: '/apps' }]}
        status={<StatusBadge status={app.status} />}
        action={<ConnectionActions appId={app.appId} appName={app.appName} status={app.status} />}
      />
      {app.status === 'paused' ? (
        <Banner tone="caution" title={`${app.appName} is paused`}>
          It cannot spend until you resume it. Your limit and its history stay as they are.
        </Banner>
      ) : null}
      {app.status === 'revoked' ? (
        <Banner tone="neutral" title={`You have disconnected ${app.appName}.`}>
          To use it with your wallet again, connect it from the app.
        </Banner>
      ) : null}
      {app.limit === null || app.status === 'revoked' ? null : (
        <Card className="space-y-3">
          <ProgressBar label={limitLabel(app)} spent={app.spent} limit={app.limit} periodShare={periodShare(app, now)} />
          <p className="text-ink-faint text-xs">Starts again on {dayInWords(app.resetsAt)}, 00:00 UTC.</p>
        </Card>
      )}
      <Section
        title="What it spent"
        action={
          calls.rows.length > 0 ? (
            <LinkButton href={`/charges?app=${app.appId}` as Route} variant="quiet" size="small" className="-me-3">
              All its charges
            </LinkButton>
          ) : null
        }
      >
        <SpentByDay days={history.days} appName={app.appName} />
        <AppCalls calls={calls.rows} appName={app.appName} />
      </Section>
      {app.status === 'revoked' ? null : (
        <Section title="Limit" description="Counts your own money, the app’s markup included. Gifts do not count.">
          <Card>
            <LimitForm app={app} />
          </Card>
        </Section>
      )}
      <MarkupHistory app={app} history={history} />
      <Permissions app={app} />
    </>
  )
}
