// An address of nothing, for whoever is not signed in: a receipt link that was replaced, a purchase that never was.
import { Card, EmptyState, LinkButton, PlainShell } from '@farebox/ui'

export default function NotFound() {
  return (
    <PlainShell product="Wallet">
      <h1 className="sr-only">Not found</h1>
      <Card>
        <EmptyState
          title="There is nothing here"
          why="The address is wrong or no longer valid. If it came in a mail, a later mail has replaced it."
          action={<LinkButton href="/">Go to the wallet</LinkButton>}
        />
      </Card>
    </PlainShell>
  )
}
