@lmtp @base-only
Feature: The protocol named in the Received field of mail that came by LMTP (RFC 3848)

  @rfc3848-1-lmtp-in-clear
  Scenario: LMTP
    Given an LMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (LMTP|UTF8LMTP)(\x20|\t|\r|;)..."
