@lmtp
Feature: A reply for each recipient behind the final dot (RFC 2033, section 4.2)

  Background:
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      One message, several replies.
      """
    And an LMTP client that has said EHLO

  @rfc2033-4.2-data-without-recipient-503
  Scenario: DATA without a recipient that was taken is a bad sequence
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: DATA
      S: 503 ...
      """
    Then the session is still usable

  @rfc2033-4.2-reply-for-each-recipient @framing
  Scenario: Two recipients, two replies
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.2-no-reply-for-refused-recipient
  Scenario: A recipient that was refused has no reply
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<no-such-user-{token}@{domain}>
      S: 5xx ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.2-repeated-recipient-answered-each-time
  Scenario: The same recipient twice has two replies
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.2-accepted-is-delivered
  Scenario: What was acknowledged is in the mailbox of each recipient
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      S: 250 ...
      """
    Then "{recipient2}" receives the message
    And "{recipient}" receives the message

  @rfc2033-4.2-replies-in-order-of-recipients @accounts:2
  Scenario: Replies that name their recipient stand in the order of the recipients
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 <first:line>
      S: 250 <second:line>
      """
    And the scenario ends here unless "{first}" matches "...@..."
    Then "{first}" matches "...{recipient2}..."
    And "{second}" matches "...{recipient}..."

  @rfc2033-4.2-reply-for-each-recipient @rfc2033-4.2-no-reply-for-refused-recipient @framing
  Scenario: A group of recipients, one refused and one given twice, has as many replies as were taken
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ RCPT TO:<{recipient}>
      C+ RCPT TO:<{recipient2}>
      C+ DATA
      S: 250 ...
      S: 250 ...
      S: 5xx ...
      S: 250 ...
      S: 250 ...
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """
    Then "{recipient}" receives the message
    And "{recipient2}" receives the message

  @rfc2033-4.2-no-reply-for-refused-recipient
  Scenario: A transaction given up leaves no recipient that is answered later
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: 250 ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """
    Then "{recipient}" receives the message
