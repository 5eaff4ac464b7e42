// Whether what the built-in voice returns is speech, and not merely sound.
import { afterAll, describe, expect, it } from 'vitest'
import { soundOf, speechLikeness } from '../testing/sound.ts'
import { openSpeaker } from './open-speaker.ts'

const speaker = openSpeaker()
afterAll(() => speaker.end())
const spoken = async (text: string, voice = 'slt', speed = 1) => soundOf(await speaker.speak({ text, voice, speed }))

const sentence = 'The quick brown fox jumps over the lazy dog while seven wizards drink some cold water.'

describe('the built-in voice', () => {
  it.each(['slt', 'rms', 'awb', 'kal', 'alloy', 'onyx'])('%s speaks: syllables, a voice’s pitch, formants, and pauses', async (voice) => {
    const sound = await spoken(sentence, voice)
    const { syllablesPerSecond, voicedPart, silentPart, lowBandPart } = speechLikeness(sound)
    // 21 syllables in about five seconds. A tone has none, noise has no pitch, music rarely both.
    expect(syllablesPerSecond).toBeGreaterThan(2)
    expect(syllablesPerSecond).toBeLessThan(9)
    expect(voicedPart).toBeGreaterThan(0.3)
    expect(voicedPart).toBeLessThan(0.95)
    expect(silentPart).toBeGreaterThan(0.02)
    expect(lowBandPart).toBeGreaterThan(0.6)
  })

  it('takes as long as there is to say', async () => {
    const [one, two, four] = await Promise.all([spoken(sentence), spoken(`${sentence} ${sentence}`), spoken(`${sentence} `.repeat(4))])
    expect(two.seconds / one.seconds).toBeCloseTo(2, 0)
    expect(four.seconds / one.seconds).toBeGreaterThan(3.4)
    expect(four.seconds / one.seconds).toBeLessThan(4.6)
    expect(one.seconds).toBeGreaterThan(3)
    expect(one.seconds).toBeLessThan(9)
  })

  it('speaks faster and slower', async () => {
    const [slow, fast] = await Promise.all([spoken(sentence, 'slt', 0.5), spoken(sentence, 'slt', 2)])
    expect(slow.seconds / fast.seconds).toBeGreaterThan(3)
  })

  it('says the same text the same way, and another text differently', async () => {
    const [first, second, other] = await Promise.all(['yes', 'yes', 'no'].map((text) => spoken(text)))
    expect(first?.samples).toEqual(second?.samples)
    expect(first?.samples).not.toEqual(other?.samples)
  })

  it('leaves the event loop free while it speaks', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    await spoken(`${sentence} `.repeat(20))
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(20)
  })
})

describe('the check itself', () => {
  const seconds = 4
  const made = (sample: (second: number) => number) => {
    const samples = Int16Array.from({ length: 16_000 * seconds }, (_, at) => sample(at / 16_000) * 12_000)
    return speechLikeness({ samples, sampleRate: 16_000, seconds })
  }

  it('takes neither a tone nor noise nor silence for speech', () => {
    expect(made((second) => Math.sin(second * 2 * Math.PI * 220)).syllablesPerSecond).toBeLessThan(2)
    let seed = 1
    const noise = () => {
      seed = (seed * 16_807) % 2_147_483_647
      return seed / 1_073_741_823 - 1
    }
    expect(made(noise).voicedPart).toBeLessThan(0.3)
    expect(made(() => 0).voicedPart).toBe(0)
  })
})
