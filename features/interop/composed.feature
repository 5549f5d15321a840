@smtp @interop @secure
Feature: What a library composes and hands in, other libraries find and read

  @rfc5321-4.5.2-transformations-reversible @rfc3501-6.4.5-body-gives-whole-message @service:lmtp
  Scenario: A text without anything else
    Given a library composes this mail
      """
      from: { name: A. Sender, address: '{sender}' }
      to: [{ name: A. Recipient, address: '{recipient}' }]
      id: <{token}@client.example.org>
      subject: Plain {token}
      text: |
        A text of a few lines,
        .one of which begins with a period,

        From here on one that begins like a mailbox of one file.
      """
    When a library sends the message
    Then a library finds the message in "INBOX"
    And a library reads the same in the received message as in what was sent

  @rfc3501-6.4.5-size-is-that-of-the-body @rfc5321-4.5.2-transformations-reversible @service:lmtp
  Scenario: Text and HTML, names and a subject in many scripts, and files
    Given a library composes this mail
      """
      from: { name: 'Jörg Müller, Köln', address: '{sender}' }
      to:
        - { name: 'Δημήτρης "D" Παπαδόπουλος', address: '{recipient}' }
        - { name: '', address: nobody@example.org }
      cc: [{ name: 山田 太郎, address: taro@example.org }]
      id: <{token}@client.example.org>
      subject: "Grüße, привет, 日本語 and 🙂: a subject so long that it has to be folded more than once before it ends {token}"
      text: |
        Grüße aus Köln, привет, 日本語, 🙂.
      html: |
        <p>Grüße aus <b>Köln</b>, привет, 日本語, 🙂.</p>
      attachments:
        - { filename: octets.bin, type: application/octet-stream, octets: 70000 }
        - { filename: 'résumé of a long name that no one line can hold — 日本語.pdf', type: application/pdf, octets: 1000 }
        - { filename: empty.txt, type: text/plain, octets: 0 }
      """
    When a library sends the message
    Then a library finds the message in "INBOX"
    And a library reads the same in the received message as in what was sent
