// Usage as providers report it, each in its own way; nothing counted twice, nothing believed that cannot be.
import { describe, expect, it } from 'vitest'
import { readAnswer, readEvent } from './read-usage.ts'

const usageOf = (usage: unknown) => readAnswer({ choices: [], usage }).usage

describe('usage', () => {
  it('of OpenAI: cached input and reasoning are inside', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 40 },
      completion_tokens_details: { reasoning_tokens: 30 },
    }
    expect(usageOf(usage)).toEqual({ input: 60, cached_input: 40, output: 50 })
  })

  it('of providers that leave reasoning out of the completion, but not out of the total', () => {
    expect(usageOf({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 65 })).toEqual({ input: 10, output: 55 })
  })

  it('of DeepSeek: cached input under another name', () => {
    expect(usageOf({ prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 4 })).toEqual({
      input: 6,
      cached_input: 4,
      output: 5,
    })
  })

  it('G24: of zero is a count, not a missing one', () => {
    expect(usageOf({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })).toEqual({})
  })

  it.each([
    [null],
    [undefined],
    [{}],
    ['many'],
    [{ prompt_tokens: -1, completion_tokens: 5 }],
    [{ prompt_tokens: 1.5, completion_tokens: 5 }],
    [{ prompt_tokens: 1, completion_tokens: 1e12 }],
  ])('%j is no count', (usage) => {
    expect(usageOf(usage)).toBeUndefined()
  })

  it('G23: on a chunk that also carries output is read, and so is the output', () => {
    const reading = readEvent({
      choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 1 },
    })
    expect(reading).toEqual({ text: 'Hi', pieces: 1, usage: { input: 3, output: 1 }, finished: true, failed: false })
  })
})

describe('output', () => {
  it('is everything a model wrote: words, thoughts, refusals, and the calls of tools', () => {
    const delta = {
      content: 'a',
      reasoning_content: 'b',
      refusal: 'c',
      tool_calls: [{ function: { name: 'd', arguments: '{"e":1}' } }],
    }
    expect(readEvent({ choices: [{ delta, finish_reason: null }] })).toMatchObject({ text: 'abcd{"e":1}', pieces: 1, finished: false })
  })

  it('G20: an error is not output', () => {
    expect(readEvent({ error: { message: 'overloaded' } })).toEqual({
      text: '',
      pieces: 0,
      usage: undefined,
      finished: false,
      failed: true,
    })
  })

  it('may be anything: nothing breaks', () => {
    for (const answer of [
      {},
      { choices: null },
      { choices: [null, 5, {}, { message: 'x' }, { message: { content: [{}, null, { text: 'y' }] } }] },
    ]) {
      expect(() => readAnswer(answer)).not.toThrow()
    }
  })
})
