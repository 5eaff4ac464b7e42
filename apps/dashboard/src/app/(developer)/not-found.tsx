// An address of nothing, or of something that belongs to others: the answer is the same.
import { Card, EmptyState, LinkButton } from '@farebox/ui'

export default function NotFound() {
  return (
    <Card>
      <EmptyState
        title="There is nothing here"
        why="The address is wrong, or it belongs to an organization you are not a member of."
        action={<LinkButton href="/apps">Your apps</LinkButton>}
      />
    </Card>
  )
}
