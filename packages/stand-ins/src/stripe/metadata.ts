// Metadata and expiry rules that several resources share.
import { z } from 'zod'

const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, 'may have at most 50 keys')

/** An empty string clears metadata, as at Stripe. */
export const optionalMetadata = z.union([z.literal('').transform(() => ({})), metadata]).optional()
