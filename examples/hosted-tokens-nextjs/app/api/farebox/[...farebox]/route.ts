// Everything between this app and Farebox: connecting a user's wallet, whether they can pay, and the chat they pay for.
import { fareboxRoutes } from '@farebox/sdk/next'
import { account } from '../../../../session'
import { whereFareboxIs } from '../../../../where-farebox-is'

export const { GET, POST } = fareboxRoutes({
  ...whereFareboxIs(),
  user: account,
  suggestedLimit: 2,
  prepareChat: ({ messages, stream, stream_options }) => ({ model: 'gpt-4o-mini', messages, stream, stream_options }),
})
