// The API version we speak: the SDK's. A newer SDK makes this line fail to compile, so the two cannot drift apart.
import type { Stripe } from 'stripe'

export const apiVersion = '2026-10-28.endive' satisfies Stripe.LatestApiVersion
