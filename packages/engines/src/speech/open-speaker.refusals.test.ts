// What is not spoken.
import { AppError } from '@farebox/errors'
import { afterAll, describe, expect, it } from 'vitest'
import { soundOf } from '../testing/sound.ts'
import { openSpeaker } from './open-speaker.ts'

const speaker = openSpeaker({ threadsMax: 1 })
afterAll(() => speaker.end())

const refusal = async (text: string, more: { voice?: string; speed?: number } = {}) =>
  speaker.speak({ text, voice: 'slt', speed: 1, ...more }).then(
    () => 'accepted',
    (cause: unknown) => (cause instanceof AppError ? `${cause.code} ${cause.param}` : cause),
  )

describe('text without speech', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \n\t '],
    ['control characters', '\u0000\u0001\u0007\u001b'],
    ['signs', '…!?—***'],
    ['another script', '你好，世界'],
    ['4,097 letters', 'a'.repeat(4_097)],
    ['10 MB', 'speak '.repeat(1_750_000)],
  ])('%s is refused', async (_, text) => {
    expect(await refusal(text)).toBe('invalid_request input')
  })

  it('an unknown voice and an impossible pace are refused', async () => {
    expect(await refusal('hello', { voice: 'toString' })).toBe('invalid_request voice')
    expect(await refusal('hello', { speed: 0 })).toBe('invalid_request speed')
    expect(await refusal('hello', { speed: 5 })).toBe('invalid_request speed')
    expect(await refusal('hello', { speed: Number.NaN })).toBe('invalid_request speed')
  })

  it('a NUL does not hide what stands behind it, and a text that looks like an option is read out', async () => {
    const said = async (text: string) => soundOf(await speaker.speak({ text, voice: 'kal', speed: 1 })).seconds
    expect(await said('one\u0000two three four five')).toBeGreaterThan((await said('one')) * 2)
    expect(await said('-voicedump all of it into a file')).toBeGreaterThan(1)
  })
})
