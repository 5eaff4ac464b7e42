// The input bound is never below the tokens, however hostile the text.
import fc from 'fast-check'
import { encodeChat } from 'gpt-tokenizer/model/gpt-4o'
import { describe, expect, it } from 'vitest'
import { findModel } from './models.ts'
import { type ChatInput, countTokens, inputBound, refinedInputBound } from './tokenizer.ts'

const gpt4o = findModel('gpt-4o')
const say = (content: unknown): ChatInput => ({ messages: [{ role: 'user', content }] })
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom('<|endoftext|>', '<|im_start|>', '\u0000', '\ud800', '‮', 'ﷺ', '👩‍👩‍👧‍👦', 'é̵̡̛', '\r\n', '    ', '漢字', '𒐫', '٣'),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

describe('inputBound', () => {
  it('is the bytes of the text and a fixed part per message', () => {
    const short = inputBound(say('hello'), gpt4o)
    expect(inputBound(say('hello world'), gpt4o) - short).toBe(6)
    expect(inputBound(say('hello 漢'), gpt4o) - short).toBe(4)
    const twice = { messages: [...say('hello').messages, ...say('hello').messages] }
    expect(inputBound(twice, gpt4o) - short, '16, and role and text with 4 each for their quotes').toBe(16 + (4 + 4) + (5 + 4))
  })

  it('is at least the model’s own count of the whole chat, and so is the refined bound, which is never larger', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 1, maxLength: 4 }), async (texts) => {
        const messages = texts.map((content, n) => ({ role: n % 2 ? ('assistant' as const) : ('user' as const), content }))
        const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }
        const tokens = encodeChat(messages, 'gpt-4o', asText).length
        const bound = inputBound({ messages }, gpt4o)
        const refined = await refinedInputBound({ messages }, gpt4o)
        expect(bound).toBeGreaterThanOrEqual(refined)
        expect(refined).toBeGreaterThanOrEqual(tokens)
      }),
      { numRuns: 1_000 },
    )
  })

  it('the refined bound of English prose is close to the tokens: a fifth of a 4 kB message’s bytes', async () => {
    const prose = say('The quick brown fox jumps over the lazy dog. '.repeat(90))
    const tokens = await countTokens('The quick brown fox jumps over the lazy dog. '.repeat(90), 'o200k_base')
    expect(await refinedInputBound(prose, gpt4o)).toBeLessThan(tokens + 100)
    expect(inputBound(prose, gpt4o)).toBeGreaterThan(4_000)
  })

  it('a model without a public tokenizer keeps the byte bound', async () => {
    const claude = findModel('claude-sonnet-4')
    expect(await refinedInputBound(say('hello world'), claude)).toBe(inputBound(say('hello world'), claude))
  })

  it('tools, their descriptions and tool calls are counted', () => {
    const description = 'x'.repeat(500)
    const tools = [{ type: 'function', function: { name: 'look_up', description, parameters: { type: 'object', properties: {} } } }]
    const bare = inputBound(say('hello'), gpt4o)
    expect(inputBound({ ...say('hello'), tools }, gpt4o)).toBeGreaterThan(bare + 500 + 640)
    const called = {
      messages: [{ role: 'assistant', content: null, tool_calls: [{ id: 'a', function: { name: 'look_up', arguments: description } }] }],
    }
    expect(inputBound(called, gpt4o)).toBeGreaterThan(500)
  })

  it('an image counts the most the model’s table allows, not the bytes of its address', () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(100_000)}` } }
    const text = { type: 'text', text: 'what is this?' }
    expect(inputBound(say([text, image]), gpt4o) - inputBound(say([text]), gpt4o)).toBe(1_445)
    expect(inputBound(say([text, image]), findModel('gpt-4o-mini')) - inputBound(say([text]), findModel('gpt-4o-mini'))).toBe(48_169)
  })

  it('runs that a tokenizer takes the square of are counted in well under a second', { timeout: 20_000 }, async () => {
    const attacks = [
      'a'.repeat(250_000),
      ' '.repeat(250_000),
      '漢'.repeat(80_000),
      '!?'.repeat(120_000),
      '👩‍👩‍👧‍👦'.repeat(9_000),
      `${'a'.repeat(255)} `.repeat(900),
    ]
    await refinedInputBound(say('load'), gpt4o)
    for (const text of attacks) {
      const startedAt = performance.now()
      const refined = await refinedInputBound(say(text), gpt4o)
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      expect(refined).toBeLessThanOrEqual(inputBound(say(text), gpt4o))
    }
  })
})

describe('inputBound refusals', () => {
  const part = (type: string) =>
    say([
      { type: 'text', text: 'hello' },
      { type, [type]: { url: 'x', data: 'x' } },
    ])

  it.each(['input_audio', 'file', 'video_url', 'constructor'])('G6: a part of type %s has no bound, so it is refused by name', (type) => {
    expect(() => inputBound(part(type), gpt4o)).toThrow(
      expect.objectContaining({ code: 'unsupported_parameter', param: 'messages[0].content[1].type' }),
    )
  })

  it('G6: an image for a model whose image tokens are not known is refused', () => {
    expect(() => inputBound(part('image_url'), findModel('o1-mini'))).toThrow(expect.objectContaining({ code: 'unsupported_parameter' }))
  })

  it('a body nested without end is refused, not followed', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)
    expect(() => inputBound({ messages: [{ role: 'user', content: 'x', tool_calls: deep }] }, gpt4o)).toThrow(/nested deeper/)
  })
})
