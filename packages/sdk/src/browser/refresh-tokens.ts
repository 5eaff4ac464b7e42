// Where the refresh token is kept: in the website's IndexedDB. Not beside the rest in localStorage, of which each of a browser's
// processes has a copy of its own that lags behind: the next tab would present the token that the one before it has just used up.
const STORE = 'refresh-tokens'

/** Where a browser keeps nothing, a page remembers for as long as it is open. */
const memory = new Map<string, string>()

let opened: Promise<IDBDatabase | undefined> | undefined

function open(): Promise<IDBDatabase | undefined> {
  opened ??= new Promise((resolve) => {
    try {
      const opening = indexedDB.open('farebox', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => resolve(undefined)
    } catch {
      resolve(undefined)
    }
  })
  return opened
}

export async function readRefreshToken(name: string): Promise<string | undefined> {
  const database = await open()
  if (!database) return memory.get(name)
  return new Promise((resolve, reject) => {
    const reading = database.transaction(STORE).objectStore(STORE).get(name)
    reading.onsuccess = () => resolve(reading.result)
    reading.onerror = () => reject(reading.error)
  })
}

/** Settles when every tab that asks from now on reads this. */
export async function keepRefreshToken(name: string, token: string | undefined): Promise<void> {
  const database = await open()
  if (!database) {
    if (token === undefined) memory.delete(name)
    else memory.set(name, token)
    return
  }
  await new Promise<void>((resolve, reject) => {
    const writing = database.transaction(STORE, 'readwrite')
    if (token === undefined) writing.objectStore(STORE).delete(name)
    else writing.objectStore(STORE).put(token, name)
    writing.oncomplete = () => resolve()
    writing.onerror = () => reject(writing.error)
  })
}
