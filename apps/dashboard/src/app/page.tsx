// The dashboard's first page.
import { currentPerson } from '../server/session'

export default async function HomePage() {
  const person = await currentPerson()
  return <main>{person ? person.email : 'Farebox'}</main>
}
