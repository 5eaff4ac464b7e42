// The receipt inside an answer, and the rest of the answer as it came.
import { usageOf } from '@farebox/pricing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, Receipt } from '../wire.ts'
import { annotateAnswer, placeOfMember, usageEvent } from './annotate.ts'

const receipt: Receipt = {
  chargeId: 'ch_1',
  hold: '0.10000000',
  cost: '0.00575000',
  costDetails: { base: '0.00500000', markup: '0.00075000', provider_cost: '0.00500000', margin: '0.00000000', price_version: 'v1' },
  usage: usageOf({ input: 1_000, cached_input: 24, output: 500 }),
  stopped: undefined,
  quota: undefined,
}
const annotated = (text: string) => JSON.parse(annotateAnswer(text, JSON.parse(text) as Json, receipt))

describe('an annotated answer', () => {
  it('adds cost to the provider’s usage, and leaves every other byte', () => {
    const text =
      '{ "id":"a",\n "logprob": 1.0, "big": 12345678901234567890, "usage" : {"prompt_tokens":5, "x": [1, {"y": "}"}]}  , "z":"\\"usage\\":{}" }\n'
    const written = annotateAnswer(text, JSON.parse(text) as Json, receipt)
    expect(written).toContain('"logprob": 1.0, "big": 12345678901234567890,')
    expect(written).toContain('"z":"\\"usage\\":{}"')
    expect(JSON.parse(written)).toMatchObject({
      usage: { prompt_tokens: 5, x: [1, { y: '}' }], cost: '0.00575000', cost_details: { base: '0.00500000' } },
      farebox: { charge_id: 'ch_1', hold: '0.10000000' },
    })
  })

  it('counts in the provider’s words where the provider did not count', () => {
    for (const text of ['{}', '{"id":"a"}', '{"id":"a","usage":null}']) {
      expect(annotated(text).usage).toEqual({
        prompt_tokens: 1_024,
        completion_tokens: 500,
        total_tokens: 1_524,
        cost: '0.00575000',
        cost_details: receipt.costDetails,
      })
    }
  })

  it('does not repeat a cost that the provider claims', () => {
    const written = annotateAnswer('{"usage":{"prompt_tokens":1,"cost":0}}', { usage: { prompt_tokens: 1, cost: 0 } }, receipt)
    expect(written.match(/"cost":/g)).toHaveLength(1)
    expect(JSON.parse(written).usage.cost).toBe('0.00575000')
  })

  it('is found only at the top, whatever JSON is around it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), fc.integer({ min: 0, max: 2 }), (around, usage, indent) => {
        const { usage: _usage, farebox: _farebox, ...rest } = around
        const answer = JSON.parse(JSON.stringify({ ...rest, usage, last: { usage: 1 } }))
        const text = JSON.stringify(answer, undefined, indent)
        const place = placeOfMember(text, 'usage')
        expect(JSON.parse(text.slice(place?.from, place?.to))).toEqual(answer.usage)
        const { usage: written, farebox, ...others } = annotated(text)
        const { usage: _given, ...expected } = answer
        expect(others).toEqual(expected)
        expect([written.cost, farebox.charge_id]).toEqual(['0.00575000', 'ch_1'])
      }),
    )
  })

  it('ends a stream with usage, whether or not the provider sent it', () => {
    const head = { id: 'chatcmpl-1', model: 'gpt-4o', created: 1 }
    expect(JSON.parse(usageEvent(undefined, head, receipt))).toMatchObject({
      ...head,
      object: 'chat.completion.chunk',
      choices: [],
      usage: { cost: '0.00575000' },
    })
    const event = { id: 'chatcmpl-1', choices: [], usage: { prompt_tokens: 7 } }
    expect(JSON.parse(usageEvent(event, head, { ...receipt, stopped: 'balance' }))).toMatchObject({
      usage: { prompt_tokens: 7, cost: '0.00575000' },
      farebox: { stopped: 'balance' },
    })
  })
})
