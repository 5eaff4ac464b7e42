// The page that waits for the mail: it takes the code.
import { CodeScreen } from '@farebox/ui/sign-in'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { env } from '../../../env'
import { signIn } from '../../../server/sign-in'
import { giveCode, sendAgain } from '../actions'

export const metadata: Metadata = { title: 'Enter the code' }

export default async function CodePage() {
  await connection() // Never while building: there are neither settings nor visitors then.
  const awaited = await signIn().awaited()
  if (!awaited) redirect('/sign-in')
  return <CodeScreen awaited={awaited} give={giveCode} sendAgain={sendAgain} mailboxUrl={env().MAILBOX_URL} isMailCertain={false} />
}
