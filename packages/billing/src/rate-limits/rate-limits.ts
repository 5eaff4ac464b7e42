// How often a key may call: 100 a minute for each payer, so that a noisy user never throttles another, below one ceiling per key.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { AppError } from '@farebox/errors'
import { RateLimiterMemory } from 'rate-limiter-flexible'

const WINDOW_SECONDS = 60
const PER_PAYER = 100
const PER_KEY = 6_000

export type Bucket = 'payer' | 'key'

/** What the tighter of the two buckets has left. */
export type Standing = { bucket: Bucket; limit: number; used: number; resetSeconds: number }

/** Counts only; who is over a limit is decided here, because limits differ by key. */
const UNLIMITED_POINTS = Number.MAX_SAFE_INTEGER

export class RateLimits {
  readonly #byPayer = new RateLimiterMemory({ keyPrefix: '', points: UNLIMITED_POINTS, duration: WINDOW_SECONDS })
  readonly #byKey = new RateLimiterMemory({ keyPrefix: '', points: UNLIMITED_POINTS, duration: WINDOW_SECONDS })

  /** Counts one request. The organization is a payer like any user. */
  async take(caller: ApiKeyPrincipal, externalUserId: string | undefined): Promise<Standing> {
    const perPayer = caller.requestsPerMinute ?? PER_PAYER
    const [payer, key] = await Promise.all([
      this.#byPayer.consume(`${caller.apiKeyId} ${externalUserId ?? ''}`),
      this.#byKey.consume(caller.apiKeyId),
    ])
    const ofPayer = standing('payer', perPayer, payer)
    const ofKey = standing('key', Math.max(PER_KEY, perPayer), key)
    return remaining(ofKey) < remaining(ofPayer) ? ofKey : ofPayer
  }
}

function standing(
  bucket: Bucket,
  limit: number,
  { consumedPoints, msBeforeNext }: { consumedPoints: number; msBeforeNext: number },
): Standing {
  return { bucket, limit, used: consumedPoints, resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)) }
}

const remaining = ({ limit, used }: Standing) => limit - used

/** Both families: the IETF draft's and OpenAI's. */
export function rateLimitHeaders(standing: Standing): Record<string, string> {
  const { bucket, limit, resetSeconds } = standing
  const left = Math.max(0, remaining(standing))
  return {
    'ratelimit-policy': `"${bucket}";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${bucket}";r=${left};t=${resetSeconds}`,
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(left),
    'x-ratelimit-reset-requests': `${resetSeconds}s`,
  }
}

export function refuseOverLimit(standing: Standing): void {
  if (standing.used <= standing.limit) return
  const { bucket, limit, resetSeconds } = standing
  const whose = bucket === 'payer' ? 'this payer on this API key' : 'this API key'
  throw new AppError('rate_limit_exceeded', {
    message: `Too many requests: ${whose} may make ${limit} a minute. Nothing was charged.`,
    metadata: { bucket, limit, retry_after: resetSeconds },
  })
}
