'use client'
// Declined payments: all of the last ten minutes, by which everybody is braked, and where those of the last 24 hours gather. Beside them
// cards on many wallets, and who may not buy for now because they took so much back.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Banner, CountTile, cardName, Tiles, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { AllowAgain } from '../../../block-lists/allow-again'
import { hrefOfPayer } from '../../../records/href-of-payer'
import { RecordList } from '../../../records/record-list'
import { useApi } from '../../../trpc/client'

const declinedWords = (declined: number, orders: number) => `${declined} declined, ${orders} ${orders === 1 ? 'purchase' : 'purchases'}`

export function SignsOfTheDay({ role }: { role: OperatorRole }) {
  const { data } = useSuspenseQuery(useApi().risk.signs.read.queryOptions())
  const { platform, payers, networks, cards, paused } = data
  return (
    <div className="space-y-6">
      {platform.isBraking ? (
        <Banner tone="critical" title="Far too many payments are declined">
          Somebody is trying cards. Every checkout asks for a proof of work until it is over.
        </Banner>
      ) : null}
      <Tiles>
        <CountTile label="Paid, last ten minutes" count={platform.paid} />
        <CountTile label="Declined, last ten minutes" count={platform.declined} />
        <CountTile label="Cards on several wallets, 30 days" count={cards.length} />
      </Tiles>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <RecordList
          title="Payers with declines"
          none="None in the last day."
          rows={payers.map(({ id, declined, orders, lastAt }) => ({
            key: id,
            title: <code className="font-mono text-[0.8125rem]">{id}</code>,
            href: hrefOfPayer(id),
            note: <TimeStamp at={lastAt} />,
            end: declinedWords(declined, orders),
          }))}
        />
        <RecordList
          title="Networks with declines"
          none="None in the last day."
          rows={networks.map(({ network, declined, orders }) => ({
            key: network,
            title: <code className="font-mono text-[0.8125rem]">{network}</code>,
            end: declinedWords(declined, orders),
          }))}
        />
        <RecordList
          title="One card, many wallets"
          none="None in the last 30 days."
          rows={cards.map(({ fingerprint, brand, lastFour, wallets: count, isBlocked, blockedUntil }) => ({
            key: fingerprint,
            title: cardName({ brand, lastFour }),
            note: (
              <>
                <code className="wrap-anywhere font-mono">{fingerprint}</code>
                {isBlocked ? ', blocked' : null}
                {blockedUntil ? (
                  <>
                    {' '}
                    until <TimeStamp at={blockedUntil} />
                  </>
                ) : null}
              </>
            ),
            end: `${count} wallets`,
          }))}
        />
        <RecordList
          title="Payers who may not buy for now"
          none="Nobody took that much back within 30 days."
          rows={paused.map(({ id, until, takenBack }) => ({
            key: id,
            title: <code className="font-mono text-[0.8125rem]">{id}</code>,
            href: hrefOfPayer(id),
            note: (
              <>
                {takenBack} taken back, may buy from <TimeStamp at={until} />
              </>
            ),
            end: roleMay(role, 'risk.list') ? <AllowAgain payerId={id} /> : null,
          }))}
        />
      </div>
    </div>
  )
}
