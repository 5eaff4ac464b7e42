// What a procedure gets to know of the request it answers.
import 'server-only'
import { newRequestId, type WebContext } from '@farebox/billing/trpc'
import { headers } from 'next/headers'
import { cache } from 'react'
import { env } from '../env'
import { clock } from '../server/clock'
import { database } from '../server/database'
import { networkAddress } from '../server/network-address'
import { currentPerson } from '../server/session'
import { stripe } from '../server/stripe'
import { webhooks } from '../server/webhooks'

export const requestContext = cache(async (): Promise<WebContext> => {
  const person = await currentPerson()
  const { DASHBOARD_URL, WALLET_URL, GATEWAY_URL } = env()
  return {
    database: database(),
    person,
    requestId: newRequestId(),
    ip: networkAddress(await headers()),
    now: await clock().now(),
    moneyOut: stripe().moneyOut,
    webhooks: webhooks(),
    addresses: { dashboard: DASHBOARD_URL, wallet: WALLET_URL, gateway: GATEWAY_URL },
  }
})
