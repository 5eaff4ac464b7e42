// A page of an app in React, in strict mode: sign in, see what is spent, ask, top up. It is bundled and shown to a real browser.
import { type FormEvent, StrictMode, useCallback, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Ask, BalancePill, FareboxProvider, SignInButton, TopUpButton, useChat, useFarebox } from '../src/react/index.ts'

/** Written into the page by whoever serves it. */
type Place = { app: string; api: string }

function Conversation() {
  const { farebox, status, user, signOut } = useFarebox()
  const ask: Ask = useCallback(
    (messages, { signal }) => farebox.ai.chat(messages, { model: 'gpt-4o-mini', stream: true, signal }),
    [farebox],
  )
  const { messages, send, cost, error } = useChat(ask)
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send(text)
  }
  return (
    <section>
      <p>
        {status} {user?.id}
      </p>
      {messages.map(({ role, content }) => (
        <p key={role + content}>{`${role}: ${content}`}</p>
      ))}
      {cost ? <p>{`It cost $${cost}.`}</p> : null}
      {error ? <p role="alert">{error.code}</p> : null}
      <form onSubmit={submit}>
        <input aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} />
        <button type="submit">Send</button>
      </form>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </section>
  )
}

const root = document.createElement('main')
document.body.append(root)
const place: Place = JSON.parse(document.getElementById('place')?.textContent ?? '{}')
createRoot(root).render(
  <StrictMode>
    <FareboxProvider {...place}>
      <h1>React</h1>
      <SignInButton />
      <BalancePill />
      <TopUpButton />
      <Conversation />
    </FareboxProvider>
  </StrictMode>,
)
