// Stops in good order, whoever asks: Ctrl-C, SIGTERM, the terminal closing, or the death of the process that started us.

export type Undoing = {
  onStop: (undo: () => Promise<void>) => void
  /** Undoes everything, the latest first. Asking again waits for the same end. */
  stop: () => Promise<void>
  isStopping: () => boolean
}

export function undoing(): Undoing {
  const undos: (() => Promise<void>)[] = []
  let ending: Promise<void> | undefined
  const undoAll = async () => {
    for (let undo = undos.pop(); undo; undo = undos.pop()) {
      await undo().catch((failure: unknown) => console.error(failure))
    }
  }
  const stop = () => {
    ending ??= undoAll()
    return ending
  }
  return {
    onStop: (undo) => {
      undos.push(undo)
      // Asked to stop while this was being started.
      if (ending) ending = ending.then(undoAll)
    },
    stop,
    isStopping: () => ending !== undefined,
  }
}

export function stopOnSignals(stop: () => Promise<void>): void {
  let asked = false
  const leave = (sentence: string) => {
    if (asked) return
    asked = true
    console.log(sentence)
    void stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave('\nStopping …'))
  process.on('disconnect', () => leave('The process that started Farebox is gone. Stopping …'))
}
