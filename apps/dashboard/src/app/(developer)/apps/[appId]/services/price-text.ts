// A price while it is typed: all of it is text, until a procedure reads it.

export type PriceKind = 'unit' | 'batch' | 'tokens'

export type PriceText = {
  kind: PriceKind
  amount: string
  count: string
  unit: string
  input: string
  output: string
  cachedInput: string
  perCall: string
}

export const noPrice: PriceText = {
  ...{ kind: 'batch', amount: '', count: '1', unit: '', input: '', output: '', cachedInput: '', perCall: '' },
}

export function isComplete({ kind, amount, count, unit, input, output }: PriceText): boolean {
  const needed = { unit: [amount, unit], batch: [amount, count, unit], tokens: [count, input, output] }[kind]
  return needed.every((text) => text.trim() !== '')
}

/** As the procedures take it. What was left empty is not sent. */
export function writtenPriceOf({ kind, amount, count, unit, input, output, cachedInput, perCall }: PriceText) {
  const fixed = perCall.trim() ? { perCall } : {}
  if (kind === 'unit') return { kind, amount, unit, ...fixed }
  if (kind === 'batch') return { kind, amount, unit, count: unitsOf(count), ...fixed }
  return { kind, count: unitsOf(count), input, output, ...(cachedInput.trim() && { cachedInput }), ...fixed }
}

/** `1,000` is a thousand, as people write it. What is no number is refused where it arrives. */
const unitsOf = (typed: string) => Number(typed.replaceAll(/[,\s]/g, ''))
