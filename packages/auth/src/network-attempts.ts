// How often something may be tried from one network: nobody guesses by the thousand, and nobody makes a thousand of anything.
import { AppError } from '@farebox/errors'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from './network-of.ts'

export type NetworkAttempts = {
  /** Counts one attempt from this network address; throws `rate_limit_exceeded` for the one too many. */
  take(address: string): Promise<void>
}

/** `what`: what is counted, as the refusal calls it. */
export function networkAttempts({ perMinute, what }: { perMinute: number; what: string }): NetworkAttempts {
  const byNetwork = new RateLimiterMemory({ keyPrefix: what, points: perMinute, duration: 60 })
  return {
    async take(address) {
      await byNetwork.consume(networkOf(address)).catch(refuse('network address', what))
    },
  }
}

export function refuse(bucket: 'network address' | 'mail address', what: string) {
  return (refused: unknown) => {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    throw new AppError('rate_limit_exceeded', {
      message: `Too many ${what} for this ${bucket}. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
      metadata: { bucket, retry_after: seconds },
    })
  }
}
