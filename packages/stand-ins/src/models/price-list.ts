// This stand-in's own price list: dollars per million tokens, copied by hand from the vendors' pages.
// It is written independently of Farebox's price book on purpose: the two are compared, so neither may read the other.
import { undated } from './catalogue.ts'

const dollarsPerMillion: Record<string, { input: string; output: string; cached?: string }> = {
  'gpt-4o': { input: '2.50', output: '10.00', cached: '1.25' },
  'gpt-4o-mini': { input: '0.15', output: '0.60', cached: '0.075' },
  'gpt-4.1': { input: '2.00', output: '8.00' },
  'gpt-4.1-mini': { input: '0.40', output: '1.60' },
  'gpt-4.1-nano': { input: '0.10', output: '0.40' },
  'o1-mini': { input: '1.10', output: '4.40' },
  'o3-mini': { input: '1.10', output: '4.40' },
  'claude-sonnet-4': { input: '3', output: '15', cached: '0.30' },
  'claude-haiku-4-5': { input: '1', output: '5', cached: '0.10' },
  'claude-haiku-4.5': { input: '1', output: '5', cached: '0.10' },
  'gemini-2.5-flash': { input: '0.30', output: '2.50', cached: '0.03' },
  'gemini-2.5-flash-lite': { input: '0.10', output: '0.40', cached: '0.01' },
  'llama-3.1-8b-instruct': { input: '0.02', output: '0.03' },
  'claude-opus-4': { input: '15', output: '75' },
  'claude-3-5-haiku': { input: '0.80', output: '4' },
}

type Price = { input: bigint; output: bigint; cached: bigint }

const prices = new Map<string, Price>(
  Object.entries(dollarsPerMillion).map(([model, { input, output, cached = input }]) => [
    model,
    { input: microcentsPerMillion(input), output: microcentsPerMillion(output), cached: microcentsPerMillion(cached) },
  ]),
)

/** "2.50" dollars per million tokens → 250_000_000 microcents per million tokens. */
function microcentsPerMillion(dollars: string): bigint {
  const [whole = '0', fraction = ''] = dollars.split('.')
  return BigInt(whole) * 100_000_000n + BigInt(fraction.padEnd(8, '0'))
}

/**
 * What one request costs, in microcents: both sums first, then one division, rounded up.
 * Example: gpt-4o, 10 in and 20 out: ceil((10 × 250_000_000 + 20 × 1_000_000_000) / 10⁶) = 22_500.
 * Undefined for a model that is not on the list.
 */
export function costOf(model: string, promptTokens: number, completionTokens: number, cachedTokens = 0): bigint | undefined {
  const price = prices.get(model) ?? prices.get(undated(model))
  if (price === undefined) return undefined
  const millionths =
    BigInt(promptTokens - cachedTokens) * price.input + BigInt(cachedTokens) * price.cached + BigInt(completionTokens) * price.output
  return (millionths + 999_999n) / 1_000_000n
}
