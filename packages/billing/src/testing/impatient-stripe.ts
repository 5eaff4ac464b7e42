// For tests: Stripe's own library asks again after a moment instead of half a second, as the stand-in is well again at once.
import Stripe from 'stripe'

Object.assign(Stripe.prototype, { getInitialNetworkRetryDelay: () => 0.02 })
