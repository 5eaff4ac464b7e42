// Reads parameters by a schema, or refuses in Stripe's words.
import type { z } from 'zod'
import type { Parameters } from './form-body.ts'
import { wrongParameters } from './stripe-refusal.ts'

export function readParameters<T extends z.ZodType>(schema: T, parameters: Parameters | Parameters[string] | undefined): z.infer<T> {
  const parsed = schema.safeParse(parameters, { reportInput: true })
  if (!parsed.success) throw wrongParameters(parsed.error)
  return parsed.data
}
