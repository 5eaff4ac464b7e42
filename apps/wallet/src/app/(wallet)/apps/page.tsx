// Connected apps: who may spend, how much of the limit is spent, and when it starts again. Those that were disconnected come last.
import { Card, EmptyState, PageHeader, ProgressBar, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { clock } from '../../../server/clock'
import type { ConnectedApp } from '../../../trpc/answers'
import { caller } from '../../../trpc/server'
import { hostOf } from '../../../words/host-of'
import { percent } from '../../../words/percent'
import { limitLabel, periodShare } from './limit-words'
import { SpendingStopped } from './spending-stopped'

export const metadata: Metadata = { title: 'Apps' }

export default async function AppsPage() {
  const { connections, wallet } = await caller()
  const [apps, home] = await Promise.all([connections.list(), wallet.home()])
  const now = await clock().now()
  const connected = apps.filter(({ status }) => status !== 'revoked')
  const ended = apps.filter(({ status }) => status === 'revoked')
  return (
    <>
      <PageHeader title="Connected apps" description="Each may spend up to the limit you set, and no more." />
      {connected.length > 0 ? <SpendingStopped home={home} /> : null}
      {connected.length === 0 ? (
        <Card>
          <EmptyState
            title="No app can spend from your wallet"
            why="When you allow an app, it shows here with its limit, and you can stop it at any time."
          />
        </Card>
      ) : (
        <ul className="space-y-4">
          {connected.map((app) => (
            <li key={app.appId}>
              <AppCard app={app} now={now} />
            </li>
          ))}
        </ul>
      )}
      {ended.length > 0 ? <EndedApps apps={ended} /> : null}
    </>
  )
}

function AppCard({ app, now }: { app: ConnectedApp; now: Date }) {
  return (
    <Card className="relative space-y-4 transition-colors hover:border-line-strong">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 className="font-semibold text-ink">
            <Link href={`/apps/${app.appId}` as Route} className="rounded after:absolute after:inset-0 after:rounded-card">
              {app.appName}
            </Link>
          </h2>
          <p className="truncate text-ink-faint text-sm">{hostOf(app.origin)}</p>
        </div>
        <StatusBadge status={app.status} />
      </div>
      {app.limit === null ? (
        <p className="text-ink-soft text-sm">No limit set. Open it to set one.</p>
      ) : (
        <ProgressBar label={limitLabel(app)} spent={app.spent} limit={app.limit} periodShare={periodShare(app, now)} />
      )}
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-1 border-line border-t pt-3 text-ink-faint text-xs">
        <span>
          {app.lastUsedAt ? (
            <>
              Last used <TimeStamp at={app.lastUsedAt} className="relative" />
            </>
          ) : (
            'Never used'
          )}
        </span>
        <span>{app.markupBps > 0 ? `Model price + ${percent(app.markupBps)}` : 'Model price, nothing added'}</span>
      </p>
    </Card>
  )
}

function EndedApps({ apps }: { apps: ConnectedApp[] }) {
  return (
    <Section title="Disconnected" description="They cannot spend. To come back, each has to ask you again.">
      <Card isFlush>
        <ul className="divide-y divide-line text-sm">
          {apps.map(({ appId, appName, lastUsedAt }) => (
            <li key={appId} className="relative flex items-center justify-between gap-4 px-5 py-3.5 hover:bg-sunken/50">
              <Link href={`/apps/${appId}` as Route} className="rounded font-medium text-ink after:absolute after:inset-0">
                {appName}
              </Link>
              <span className="text-ink-faint text-xs">
                {lastUsedAt ? (
                  <>
                    Last used <TimeStamp at={lastUsedAt} className="relative" />
                  </>
                ) : (
                  'Never used'
                )}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}
