// The first page: for visitors what Farebox is, with a call and its receipt; for developers the way to their apps.
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { env } from '../env'
import { FrontPage } from '../front/front-page'
import { clock } from '../server/clock'
import { currentPerson } from '../server/session'
import { caller } from '../trpc/server'

export default async function HomePage() {
  if (await currentPerson()) redirect('/apps' as Route)
  const { calls, packages } = await (await caller()).apps.example()
  const { GATEWAY_URL, WALLET_URL } = env()
  return <FrontPage calls={calls} packages={packages} gatewayUrl={GATEWAY_URL} walletUrl={WALLET_URL} today={await clock().now()} />
}
