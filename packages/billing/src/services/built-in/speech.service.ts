// Text to speech, per character: POST /v1/audio/speech, in OpenAI's shape.
import { AppError } from '@farebox/errors'
import { embeddedVoice } from '../speech/embedded-voice.ts'
import { openaiSpeech, openaiVoice } from '../speech/openai-voice.ts'
import { polly, pollyVoice } from '../speech/polly-voice.ts'
import { type SpeechFormat, type SpeechRequest, speechBody, type ToSpeak, type Voice } from '../speech/speech-request.ts'
import { builtInService, type ServiceModel } from './built-in-service.ts'

const perCharacter = (microcents: number) => ({ microcents, per: 'character' })

const sold: readonly (ServiceModel & { voice: Voice })[] = [
  { id: 'farebox-voice', displayName: 'Built-in voice, English', vendor: 'embedded', price: perCharacter(100), voice: embeddedVoice },
  { id: 'polly-standard', displayName: 'Amazon Polly, standard', vendor: polly, price: perCharacter(400), voice: pollyVoice },
  { id: 'polly-neural', displayName: 'Amazon Polly, neural', vendor: polly, price: perCharacter(1_600), voice: pollyVoice },
  { id: 'tts-1', displayName: 'OpenAI TTS-1', vendor: openaiSpeech, price: perCharacter(1_500), voice: openaiVoice },
  { id: 'tts-1-hd', displayName: 'OpenAI TTS-1 HD', vendor: openaiSpeech, price: perCharacter(3_000), voice: openaiVoice },
]

const contentTypes: Record<SpeechFormat, string> = { mp3: 'audio/mpeg', wav: 'audio/wav', pcm: 'audio/pcm' }

export const service = builtInService({
  name: 'speech',
  path: '/audio/speech',
  summary: 'Speaks a text, charged per character',
  unit: 'character',
  typical: { units: 900, words: 'a minute of speech' },
  models: sold,
  body: speechBody,
  async prepare(body, { speaker, access }) {
    const model = sold.find(({ id }) => id === body.model)
    if (!model) throw new AppError('model_not_found', { param: 'model', metadata: { nearest: sold.map(({ id }) => id) } })
    const toSpeak = checked(body, model)
    const reached = access(model)
    return {
      model,
      unitsMax: model.voice.countMax(toSpeak.text),
      chargeMaxMicrocents: body.max_charge,
      async run() {
        const { bytes, characters } = await model.voice.speak(toSpeak, { speaker, access: reached })
        return { units: characters, answer: { contentType: contentTypes[toSpeak.format], bytes } }
      },
    }
  },
})

function checked(
  { input, voice, speed, response_format: asked }: SpeechRequest,
  { id, displayName, voice: speaks }: (typeof sold)[number],
): ToSpeak {
  const format = asked ?? speaks.formats[0]
  const refuse = (message: string, param: string) =>
    new AppError('invalid_request', { message: `${displayName} ${message} Nothing was charged.`, param })
  if (!speaks.formats.includes(format)) throw refuse(`answers as ${speaks.formats.join(' or ')}.`, 'response_format')
  if (input.length > speaks.charactersMax) throw refuse(`says at most ${speaks.charactersMax} characters at once.`, 'input')
  if (speed !== 1 && !speaks.hasSpeed) throw refuse('has one pace only.', 'speed')
  return { text: input, voice, speed, format, model: id }
}
