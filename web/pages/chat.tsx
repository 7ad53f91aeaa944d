import { Conversation } from "../features/chat/Conversation.tsx";
import { Conversations } from "../features/chat/Conversations.tsx";
import type { PageInfo } from "../routes.ts";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/chat",
  title: "Chat",
  nav: { group: "Market", icon: "message-circle", order: 9 },
};

/** The conversation in full width, beside the ones before. */
export function Page() {
  return (
    <Frame
      title="Chat"
      finding="Questions about the market, answered from this server's own figures."
    >
      <div class="chat-page">
        <Conversations />
        <Conversation autofocus />
      </div>
    </Frame>
  );
}
