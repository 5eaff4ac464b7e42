// The voices that are built in, and what they are asked for as.

/** Flite's own names: two women and two men, English. */
export const voiceNames = ['slt', 'rms', 'awb', 'kal'] as const
export type VoiceName = (typeof voiceNames)[number]

/** OpenAI's names, so that its clients work unchanged. */
const alsoCalled: Readonly<Record<string, VoiceName>> = {
  alloy: 'slt',
  nova: 'slt',
  shimmer: 'slt',
  coral: 'slt',
  sage: 'slt',
  ash: 'rms',
  onyx: 'rms',
  echo: 'rms',
  ballad: 'awb',
  fable: 'awb',
  verse: 'awb',
}

export const voicesKnown: readonly string[] = [...voiceNames, ...Object.keys(alsoCalled)]

export function voiceNamed(name: string): VoiceName | undefined {
  return voiceNames.find((voice) => voice === name) ?? (Object.hasOwn(alsoCalled, name) ? alsoCalled[name] : undefined)
}
