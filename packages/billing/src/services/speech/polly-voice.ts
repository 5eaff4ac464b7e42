// Amazon Polly through AWS's own client. It says how many characters it bills; that is what is charged.
import { AppError } from '@farebox/errors'
import { usageOf } from '@farebox/pricing'
import { BilledFailure } from '../../metering/ending.ts'
import { awsClientSettings, awsVendor } from '../built-in/aws.ts'
import { failureOfVendor } from '../built-in/vendor-failure.ts'
import { charactersOf, type Voice } from './speech-request.ts'

const ADDRESS = 'AWS_ENDPOINT_URL_POLLY'
export const polly = awsVendor(ADDRESS, '/polly')

/** The format OpenAI's clients expect first. */
export const pollyVoice: Voice = {
  formats: ['mp3', 'pcm'],
  charactersMax: 3_000,
  hasSpeed: false,
  countMax: (text) => text.length,
  async speak({ text, voice, format, model }, { access }) {
    const { PollyClient, SynthesizeSpeechCommand } = await import('@aws-sdk/client-polly')
    const { NodeHttpHandler } = await import('@smithy/node-http-handler')
    const { requestHandler, ...settings } = awsClientSettings(access, ADDRESS)
    const client = new PollyClient({ ...settings, requestHandler: new NodeHttpHandler(requestHandler) })
    try {
      const reply = await client
        .send(
          new SynthesizeSpeechCommand({
            Text: text,
            TextType: 'text',
            OutputFormat: format === 'pcm' ? 'pcm' : 'mp3',
            VoiceId: pollyName(voice),
            Engine: model === 'polly-neural' ? 'neural' : 'standard',
          }),
        )
        .catch((cause: unknown) => {
          throw failureOfVendor(cause, 'aws')
        })
      const characters = reply.RequestCharacters ?? charactersOf(text)
      const bytes = await reply.AudioStream?.transformToByteArray().catch((cause: unknown) => {
        throw new BilledFailure(failureOfVendor(cause, 'aws'), usageOf({ character: characters }))
      })
      if (!bytes?.length) throw new BilledFailure(new AppError('provider_error'), usageOf({ character: characters }))
      return { bytes, characters }
    } finally {
      client.destroy()
    }
  },
}

/** OpenAI's names lead to voices of about the same kind; Polly's own names are passed on. */
function pollyName(voice: string) {
  const known: Readonly<Record<string, string>> = {
    alloy: 'Joanna',
    nova: 'Salli',
    shimmer: 'Ivy',
    echo: 'Joey',
    fable: 'Brian',
    onyx: 'Matthew',
  }
  const name = Object.hasOwn(known, voice) ? known[voice] : voice
  return name as 'Joanna'
}
