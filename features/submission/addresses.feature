@submission @secure
Feature: Addresses that a submission server takes (RFC 6409, sections 4.1, 4.2, 5.1, 6.1 and 6.2)
  A name without dots means something to the host it was written on, and nothing to the next one.

  @rfc6409-4.1-improper-command-refused-for-good
  Scenario: A parameter that nobody knows makes MAIL and RCPT improper
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<{sender}> X-NO-SUCH-PARAMETER=1
      S: 5xx ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}> X-NO-SUCH-PARAMETER=1
      S: 5xx ...
      """

  @rfc6409-4.2-envelope-domains-qualified
  Scenario: A sender at a single label is refused, or completed
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Sent from a host that knows its short name alone.
      """
    And it says
      """
      C: MAIL FROM:<someone@workstation>
      S: <mail:code> ...
      """
    And it is enough if "{mail}" does not match "250"
    And it says
      """
      C: RCPT TO:<{recipient}>
      S: <rcpt:code> ...
      """
    And it is enough if "{rcpt}" does not match "250"
    When it says
      """
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    Then "{recipient}" receives the message
    And "{return-path}" does not match "...@workstation..."

  @rfc6409-4.2-improper-domain-554
  Scenario: A sender at a single label is refused with 554
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<someone@workstation>
      S: (250|4xx|554) ...
      C: RCPT TO:<{recipient}>
      S: (250|4xx|503|554) ...
      """

  @rfc6409-5.1-illegal-address-refused
  Scenario: Addresses that break the grammar are refused
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<two words@{domain}>
      S: 5xx ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<@@{domain}>
      S: 5xx ...
      """

  @rfc6409-5.1-illegal-address-501
  Scenario: The code for addresses that break the grammar
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<two words@{domain}>
      S: (250|4xx|501) ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<@@{domain}>
      S: (250|4xx|501) ...
      """

  @rfc6409-6.1-refused-sender-550
  Scenario: A sender that is somebody else is taken, or refused with 550
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<somebody.else@{domain}>
      S: (250|4xx|550) ...
      """

  @rfc6409-6.2-recipients-may-be-refused
  Scenario: A recipient that the client may not write to
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{foreign}>
      S: 550 ...
      C: RSET
      S: 250 ...
      """
