// How often sign-in mails may be asked for: nobody's mailbox is flooded, and codes cannot be tried by the thousand.
import { isIPv6 } from 'node:net'
import { AppError } from '@farebox/errors'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

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
      await byNetwork.consume(networkOf(ip)).catch(refuse('network address'))
      await byEmail.consume(email).catch(refuse('mail address'))
    },
  }
}

function refuse(bucket: 'network address' | 'mail address') {
  return (refused: unknown) => {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    throw new AppError('rate_limit_exceeded', {
      message: `Too many sign-in mails for this ${bucket}. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
      metadata: { bucket, retry_after: seconds },
    })
  }
}

/** One household or server of IPv6 has a whole /64 to call from. */
function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip
  const [left = '', right] = ip.split('::')
  const leading = left.split(':').filter(Boolean)
  const trailing = right === undefined ? [] : right.split(':').filter(Boolean)
  const groups = right === undefined ? leading : [...leading, ...Array(8 - leading.length - trailing.length).fill('0'), ...trailing]
  return groups.slice(0, 4).join(':')
}
