@smtp
Feature: Address literals
  A mailbox at an address in square brackets: its forms are understood as those of a domain are.

  @rfc5321-4.1.3-ipv6-forms-understood @service:lmtp
  Scenario: An IPv6 address may be written in full or shortened
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[IPv6:2001:db8:0:0:8:800:200c:417a]>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<someone@[IPv6:2001:DB8::8:800:200C:417A]>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<someone@[IPv6:2001:db8::]>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.3-ipv4-inside-ipv6-understood @service:lmtp
  Scenario: An IPv6 address may end in an IPv4 address
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[IPv6:2001:db8:0:0:0:0:192.0.2.17]>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<someone@[IPv6:2001:db8::192.0.2.17]>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.3-tag-in-any-case @service:lmtp
  Scenario: The tag before an IPv6 address means the same in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[ipv6:2001:db8::1]>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<someone@[IPV6:2001:db8::1]>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.3-other-tags-may-be-taken @service:lmtp
  Scenario: Some servers take a literal whose tag they do not know
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[x-example:some-where.7]>
      S: 250
      """

  @rfc5321-4.1.3-ipv4-octet-range
  Scenario: The numbers of an IPv4 address end at 255
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[192.0.2.256]>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.3-ipv4-has-four-numbers
  Scenario: An IPv4 address has four numbers
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[192.0.2]>
      S: 5xx
      C: MAIL FROM:<someone@[192.0.2.1.7]>
      S: 5xx
      """

  @rfc5321-4.1.3-malformed-ipv6-refused
  Scenario: What is no IPv6 address is refused behind its tag
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[IPv6:2001:db8::1::2]>
      S: 5xx
      C: MAIL FROM:<someone@[IPv6:2001:db8::12345]>
      S: 5xx
      C: MAIL FROM:<someone@[IPv6:2001:db8]>
      S: 5xx
      """

  @rfc5321-4.1.3-unclosed-literal-refused
  Scenario: The bracket of a literal must be closed
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[192.0.2.17>
      S: 5xx
      C: MAIL FROM:<someone@[192.0.2.17]x>
      S: 5xx
      C: MAIL FROM:<someone@[]>
      S: 5xx
      """
