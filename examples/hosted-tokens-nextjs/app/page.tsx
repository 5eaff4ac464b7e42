// Sign in to this app, or talk.
import { redirect } from 'next/navigation'
import { account, signInAs, signOut } from '../session'
import { Conversation } from './conversation'

const outcomes: Record<string, string> = {
  connected: 'Your wallet is connected. You pay for your own answers, within the limit you chose.',
  denied: 'You did not allow it. Nothing is connected.',
  not_you: 'This link was made for another account. Nothing is connected.',
  ended: 'The link has ended. Connect again.',
}

type PageProps = { searchParams: Promise<{ farebox?: string }> }

export default async function Page({ searchParams }: PageProps) {
  const [person, { farebox = '' }] = await Promise.all([account(), searchParams])
  return (
    <main>
      <h1>Sample Chat</h1>
      {outcomes[farebox] ? <p role="status">{outcomes[farebox]}</p> : null}
      {person ? (
        <>
          <form action={leave}>
            Signed in as {person.label}. <button type="submit">Sign out</button>
          </form>
          <Conversation />
        </>
      ) : (
        <form action={enter}>
          <label>
            Name <input name="name" required pattern="[a-z0-9\-]{1,40}" autoComplete="username" />
          </label>{' '}
          <button type="submit">Sign in</button>
        </form>
      )}
    </main>
  )
}

async function enter(form: FormData) {
  'use server'
  await signInAs(String(form.get('name')))
  redirect('/')
}

async function leave() {
  'use server'
  await signOut()
  redirect('/')
}
