// A service's request as its schema describes it; every other one is refused, naming what is wrong.
import { AppError } from '@farebox/errors'
import type { z } from 'zod'

export function readBody<Body extends z.ZodType>(schema: Body, given: unknown): z.infer<Body> {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  if (issue?.code === 'unrecognized_keys') {
    const param = issue.keys[0] ?? ''
    throw new AppError('unsupported_parameter', {
      message: `This service does not know ${param.slice(0, 60)}. Nothing was charged.`,
      param: param.slice(0, 60),
    })
  }
  const param = issue?.path.join('.') ?? ''
  throw new AppError('invalid_request', {
    message: `${param || 'The body'}: ${issue?.message ?? 'is wrong'}. Nothing was charged.`,
    ...(param && { param }),
  })
}
