/** The door of the action: reads what the workflow asked, hands it over, and tells the runner how it ended. */
import { act } from './action/act.ts'
import { keepHeapSmall } from './kernel/garbage.ts'
import { limitThreads } from './kernel/threads.ts'

keepHeapSmall()
limitThreads(1)
await act()
