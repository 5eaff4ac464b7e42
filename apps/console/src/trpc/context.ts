// What a procedure gets to know of the request it answers.
import 'server-only'
import type { OperatorContext } from '@farebox/billing/operator-router'
import { newRequestId } from '@farebox/billing/trpc'
import { networkAddress } from '@farebox/web/network-address'
import { headers } from 'next/headers'
import { cache } from 'react'
import { env } from '../env'
import { clock } from '../server/clock'
import { database } from '../server/database'
import { currentOperator } from '../server/session'

export const requestContext = cache(async (): Promise<OperatorContext> => {
  const operator = await currentOperator()
  const { DASHBOARD_URL, WALLET_URL, CONSOLE_URL, GATEWAY_URL, STRIPE_API_BASE } = env()
  return {
    database: database(),
    operator,
    requestId: newRequestId(),
    ip: networkAddress(await headers()),
    now: await clock().now(),
    clock: clock(),
    stripeApiBase: STRIPE_API_BASE,
    addresses: { dashboard: DASHBOARD_URL, wallet: WALLET_URL, console: CONSOLE_URL, gateway: GATEWAY_URL },
  }
})
