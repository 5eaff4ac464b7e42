// The voice that is built in: works without any key, in English, as WAV.
import { SPOKEN_CHARACTERS_MAX } from '@farebox/engines'
import { charactersOf, type Voice } from './speech-request.ts'

export const embeddedVoice: Voice = {
  formats: ['wav'],
  charactersMax: SPOKEN_CHARACTERS_MAX,
  hasSpeed: true,
  countMax: charactersOf,
  async speak({ text, voice, speed }, { speaker }) {
    return { bytes: await speaker.speak({ text, voice, speed }), characters: charactersOf(text) }
  },
}
