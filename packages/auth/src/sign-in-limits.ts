// How often sign-in mails may be asked for: nobody's mailbox is flooded, and codes cannot be tried by the thousand.
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { refuse } from './network-attempts.ts'
import { networkOf } from './network-of.ts'

const MAILS_PER_MINUTE = 3
const MAILS_PER_MINUTE_AND_NETWORK = 5

export type SignInLimits = {
  /** Counts one mail to `email`, asked for from `ip`; refuses the one too many. */
  take(wanted: { email: string; ip: string }): Promise<void>
}

export function signInLimits(): SignInLimits {
  const byNetwork = new RateLimiterMemory({ keyPrefix: 'network', points: MAILS_PER_MINUTE_AND_NETWORK, duration: 60 })
  const byEmail = new RateLimiterMemory({ keyPrefix: 'email', points: MAILS_PER_MINUTE, duration: 60 })
  return {
    async take({ email, ip }) {
      await byNetwork.consume(networkOf(ip)).catch(refuse('network address', 'sign-in mails'))
      await byEmail.consume(email).catch(refuse('mail address', 'sign-in mails'))
    },
  }
}
