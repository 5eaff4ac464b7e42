'use client'
// A puzzle that costs a computer some seconds, so that trying stolen cards by the hundred does not pay. Nobody has to read or click
// anything, nothing of it comes from another website, and the browser's own cryptography solves it.
import { Button, FormError, Spinner } from '@farebox/ui'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { useEffect, useEffectEvent, useState } from 'react'

type ProofOfWorkProps = {
  orderId: string
  /** The proof is in the form, as the field `altcha`. */
  onSolved: () => void
}

export function ProofOfWork({ orderId, onSolved }: ProofOfWorkProps) {
  const [proof, setProof] = useState('')
  const [tries, setTries] = useState(0)
  const [hasFailed, setHasFailed] = useState(false)
  const solved = useEffectEvent(onSolved)

  useEffect(() => {
    const leaving = new AbortController()
    setHasFailed(false)
    solve(orderId, leaving)
      .then(setProof)
      .catch(() => leaving.signal.aborted || setHasFailed(true))
    return () => leaving.abort()
  }, [orderId, tries])

  useEffect(() => {
    if (proof) solved()
  }, [proof])

  if (hasFailed) {
    return (
      <div className="space-y-4">
        <FormError message="Your browser could not solve the puzzle." charged={false} whatToDo="Try again, or use another browser." />
        <Button size="large" isWide onClick={() => setTries(tries + 1)}>
          Try again
        </Button>
      </div>
    )
  }
  return (
    <div role="status" className="flex items-start gap-3 rounded-control border border-line bg-sunken p-4 text-sm">
      <input type="hidden" name="altcha" value={proof} />
      <Spinner className="mt-0.5 shrink-0 text-accent-ink" />
      <span>
        <span className="block font-medium text-ink">{proof ? 'Opening the payment page' : 'Checking that you are not a program'}</span>
        <span className="block text-ink-soft">
          Some payments from here were declined. Your computer solves a small puzzle; it takes some seconds, and you need not do anything.
        </span>
      </span>
    </div>
  )
}

/** What the server reads: the challenge as it was given, and its solution, in base64. */
async function solve(orderId: string, controller: AbortController): Promise<string> {
  const response = await fetch(`/api/proof?order=${encodeURIComponent(orderId)}`, { cache: 'no-store', signal: controller.signal })
  if (!response.ok) throw new Error('no puzzle came')
  const challenge = await response.json()
  const solution = await solveChallenge({ challenge, deriveKey, controller })
  if (!solution) throw new Error('it was not solved')
  return btoa(JSON.stringify({ challenge, solution }))
}
