'use client'

// The chat. What it costs is paid by who is signed in; what cannot be paid says what to do about it.
import { chatAt, useChat } from '@farebox/sdk/react'
import { type FormEvent, useState } from 'react'

const ask = chatAt('/api/farebox/chat')

export function Conversation() {
  const { messages, status, error, cost, send, stop } = useChat(ask)
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send(text)
    setText('')
  }
  return (
    <section aria-label="Conversation">
      <ol aria-live="polite" aria-busy={status === 'answering'}>
        {messages.map(({ role, content }, place) => (
          <li key={place}>
            <b>{role === 'user' ? 'You' : 'Answer'}:</b> {content}
          </li>
        ))}
      </ol>
      {cost ? <p role="status">The last answer cost ${cost}.</p> : null}
      {error ? (
        <p role="alert">
          {error.message} {error.connectUrl ? <a href={error.connectUrl}>Connect your wallet</a> : null}
          {error.topupUrl ? <a href={error.topupUrl}>Top up</a> : null}
        </p>
      ) : null}
      <form onSubmit={submit}>
        <input aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} required />{' '}
        {status === 'answering' ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit">Send</button>
        )}
      </form>
    </section>
  )
}
