export { compose, contentOf, saysMore, throwAway, typedFields, type Composed } from './compose.ts'
export { findDraft, draftsOnTicket, lockDraft, moveDraft, moveDraftWithin, renameDraft, saveDraft, spendDraft, type Draft, type DraftForm } from './store.ts'
export { findUnsent, listUnsent, type Unsent } from './unsent.ts'
