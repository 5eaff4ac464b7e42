// An address of nothing, or of something that is not yours: the answer is the same.
import { Card, EmptyState, LinkButton } from '@farebox/ui'

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <Card>
        <EmptyState
          title="There is nothing here"
          why="The address is wrong, or it belongs to another wallet."
          action={<LinkButton href="/">Your wallet</LinkButton>}
        />
      </Card>
    </>
  )
}
